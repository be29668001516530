process.stderr.write('usage: npm run bench -- <benchmark> [options]\n');
process.exitCode = 2;
