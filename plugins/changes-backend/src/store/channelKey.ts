import { channelKey } from '../services/Channels';
import type { Sql } from './Sql';

const NAME = 'channel-key';

/** The key of signal channels, made once and shared by all replicas. It is no secret of the data: it only hides names of channels. */
export async function channelKeyOf(sql: Sql): Promise<Buffer> {
  await sql.run(
    'insert into setting (name, body) values (?, ?) on conflict (name) do nothing',
    [NAME, channelKey().toString('base64')],
  );
  const row = await sql.first<{ body: string }>(
    'select body from setting where name = ?',
    [NAME],
  );
  return Buffer.from(row?.body ?? '', 'base64');
}
