import { emphasized, titleBesideService } from '../../model/eventWords';

/** A title with the service's name and what it altered ("50 → 5") set off; `beside` leaves the name out. */
export function EventTitle(props: {
  title: string;
  service: string;
  name: 'bold' | 'beside';
}) {
  const { title, service, name } = props;
  const starts = title.startsWith(`${service} `);
  const text = name === 'beside' ? titleBesideService(title, service) : title;
  const rest = name === 'bold' && starts ? title.slice(service.length) : text;
  return (
    <>
      {name === 'bold' && service !== '' && (
        <>
          <b>{service}</b>
          {!starts && ': '}
        </>
      )}
      {emphasized(rest).map(part =>
        part.strong ? <b key={part.at}>{part.text}</b> : part.text,
      )}
    </>
  );
}
