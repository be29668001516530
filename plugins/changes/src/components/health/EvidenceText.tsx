import { useNow, useTimeFormat } from '../kit';

/** RFC 3339 in UTC, as the sources write moments into their texts. */
const MOMENT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A text in which what stands between backticks is code, and moments are written in the zone of the screen. */
export function EvidenceText(props: { text: string }) {
  const time = useTimeFormat();
  const now = useNow();
  return (
    <>
      {props.text
        .split('`')
        .map((part, index) =>
          index % 2 === 1 ? (
            <code key={index}>{part}</code>
          ) : (
            part.replace(MOMENT, at =>
              Number.isNaN(Date.parse(at)) ? at : time.exact(at, now),
            )
          ),
        )}
    </>
  );
}
