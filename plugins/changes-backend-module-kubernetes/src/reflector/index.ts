export * from './ApiFailure';
export * from './askLog';
export * from './askVersion';
export * from './isServed';
export * from './Pulse';
export * from './Reflector';
export * from './ReflectorSink';
export * from './Timers';
