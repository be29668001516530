/** What a sink threw: no failure of the API server, so that it is not tried again. */
export class SinkError extends Error {
  constructor(readonly cause: unknown) {
    super('the sink failed');
  }
}

/** Waits for a step of the sink. */
export async function guarded(step: Promise<void>): Promise<void> {
  try {
    await step;
  } catch (error) {
    throw new SinkError(error);
  }
}
