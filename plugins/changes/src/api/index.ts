export * from './answerState';
export * from './changesApiRef';
export * from './questions';
export * from './useAnswer';
