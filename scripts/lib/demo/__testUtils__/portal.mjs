// Stands in for the portal's backend: answers on the port of its configuration.
import fs from 'node:fs';
import http from 'node:http';
import YAML from 'yaml';

process.once('message', ({ configFiles }) => {
  const { port } = configFiles
    .map(file => YAML.parse(fs.readFileSync(file, 'utf8')).backend?.listen)
    .findLast(listen => listen);
  http
    .createServer((request, response) => {
      if (request.url === '/stop') process.exit(3);
      response.end('<div id="root"></div>');
    })
    .listen(port, '127.0.0.1');
});
process.stdout.write(`${process.pid}\n`);
