import { describeSimulated } from './describeSimulated.ts';

describeSimulated();
