/** Writes to a cluster as programs do: as somebody, under a name of its own. */
export class Writer {
  readonly #url: string;
  readonly #namespace: string;

  /** @param options - `url`: the API, logged in as somebody who may impersonate */
  static create(options: { url: string; namespace: string }): Writer {
    return new Writer(options.url, options.namespace);
  }

  private constructor(url: string, namespace: string) {
    this.#url = url;
    this.#namespace = namespace;
  }

  /** Writes a ConfigMap's data: by an apply on the server's side, or by a merge. */
  async configMap(
    name: string,
    data: Record<string, string>,
    as: {
      user: string;
      client: string;
      manager?: string;
      how: 'apply' | 'merge';
    },
  ): Promise<void> {
    const manifest = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data,
    };
    const query = new URLSearchParams({
      ...(as.manager ? { fieldManager: as.manager } : {}),
      ...(as.how === 'apply' ? { force: 'true' } : {}),
    });
    const response = await fetch(
      `${this.#url}/api/v1/namespaces/${
        this.#namespace
      }/configmaps/${name}?${query}`,
      {
        method: 'PATCH',
        headers: {
          'Content-Type':
            as.how === 'apply'
              ? 'application/apply-patch+yaml'
              : 'application/merge-patch+json',
          'Impersonate-User': as.user,
          'Impersonate-Group': 'sre',
          'User-Agent': as.client,
        },
        body: JSON.stringify(manifest),
      },
    );
    if (!response.ok) {
      throw new Error(`${as.user} could not write: ${await response.text()}`);
    }
  }
}
