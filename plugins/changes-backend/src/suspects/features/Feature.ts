/**
 * A fact that speaks for or against a change. What it weighs stands in the table of weights; what has a text is told as a reason.
 * @internal
 */
export interface Feature {
  code: string;
  /** How much of it there is: 1 where it only is or is not. */
  value: number;
  /** A sentence that a person can check. */
  text?: string;
  /** Id of the event that shows it. */
  link?: string;
}
