import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Tests wait for conditions; on a busy machine that takes its time.
configure({ asyncUtilTimeout: 20_000 });
