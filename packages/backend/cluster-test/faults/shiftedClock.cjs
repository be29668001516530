// Required before a backend: its clock is wrong by so much.
const offsetMs = Number(process.env.RIPPLE_TEST_CLOCK_OFFSET_MS);

if (offsetMs) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...args) {
      if (args.length === 0) super(Real.now() + offsetMs);
      else super(...args);
    }

    static now() {
      return Real.now() + offsetMs;
    }
  };
}
