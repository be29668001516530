export { TourStrip } from './TourStrip';
export { useTour } from './useTour';
