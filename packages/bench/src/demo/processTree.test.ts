import { parseProcesses, treeOf } from './processTree';

const PS = `
      1       0   1024 /sbin/init
     20       1  10240 node scripts/run.mjs scripts/start.mjs
     22      21 102400 node src/index --config a b
     21      20  20480 node scripts/start.mjs
     30       1   4096 node something/else
`;

it('is a process and all that it started', () => {
  expect(treeOf(20, parseProcesses(PS))).toEqual([
    {
      pid: 20,
      parent: 1,
      rssMib: 10,
      command: 'node scripts/run.mjs scripts/start.mjs',
    },
    {
      pid: 22,
      parent: 21,
      rssMib: 100,
      command: 'node src/index --config a b',
    },
    { pid: 21, parent: 20, rssMib: 20, command: 'node scripts/start.mjs' },
  ]);
});
