import type { Theme } from '@material-ui/core/styles';

// Neither red nor amber: those belong to alerts and health. Text has 4.5 : 1 on its ground.
const LIGHT = {
  '--demo-ground': '#E4EEF8',
  '--demo-strip': '#F4F8FC',
  '--demo-line': '#B5CBE2',
  '--demo-text': '#17324D',
  '--demo-control': '#FFFFFF',
  '--demo-edge': '#6D87A3',
  '--demo-accent': '#1F5493',
  '--demo-on-accent': '#FFFFFF',
};

const DARK: typeof LIGHT = {
  '--demo-ground': '#22374C',
  '--demo-strip': '#1B2B3B',
  '--demo-line': '#47627E',
  '--demo-text': '#E3EEF9',
  '--demo-control': '#2C4762',
  '--demo-edge': '#86A4C2',
  '--demo-accent': '#9CC9FF',
  '--demo-on-accent': '#10243B',
};

/** The colours of the banner and the tour as CSS variables. */
export function colors(theme: Theme): typeof LIGHT {
  return theme.palette.type === 'dark' ? DARK : LIGHT;
}
