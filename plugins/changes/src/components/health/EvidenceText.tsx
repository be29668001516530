/** A text in which what stands between backticks is code. */
export function EvidenceText(props: { text: string }) {
  return (
    <>
      {props.text
        .split('`')
        .map((part, index) =>
          index % 2 === 1 ? <code key={index}>{part}</code> : part,
        )}
    </>
  );
}
