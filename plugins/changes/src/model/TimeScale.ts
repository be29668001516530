import { spanOf, type TimeRange } from './TimeRange';

/** Time to pixels and back. A value: two scales of one range and width are alike. */
export class TimeScale {
  static create(options: { range: TimeRange; width: number }): TimeScale {
    return new TimeScale(options.range, Math.max(1, options.width));
  }

  readonly range: TimeRange;
  readonly width: number;

  private constructor(range: TimeRange, width: number) {
    this.range = range;
    this.width = width;
  }

  /** Pixels from the left edge; outside of 0…width for moments out of view. */
  x(time: number): number {
    return ((time - this.range.from) / spanOf(this.range)) * this.width;
  }

  /** The moment at a pixel. */
  time(x: number): number {
    return this.range.from + (x / this.width) * spanOf(this.range);
  }

  /** Milliseconds that one pixel stands for. */
  get msPerPixel(): number {
    return spanOf(this.range) / this.width;
  }
}
