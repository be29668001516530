// On a machine that is busy with other tests, starting a backend or a database takes longer than jest's five seconds.
jest.setTimeout(60_000);
