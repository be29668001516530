export interface Config {
  /** Only in the demo: the simulated world that `npm start` opens without a cluster. */
  demo?: {
    /** Who can be signed in as, by a click and without a password; the first is signed in at first. */
    users: Array<{
      /** @visibility frontend */
      entityRef: string;
      /** @visibility frontend */
      title: string;
    }>;
  };
}
