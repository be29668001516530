import type { Theme } from '@material-ui/core/styles';

// Marks reach 3 : 1 and text 4.5 : 1 on a card and on a selected row, and the five families stay apart under colour blindness.
const LIGHT = {
  '--inset': '#F3F5F7',
  '--line': '#E1E4E8',
  '--line2': '#C3C9D0',
  '--tx2': '#59616B',
  '--ctl': '#7A828B',
  '--k-roll': '#2A5DB0',
  '--k-cap': '#B05A00',
  '--k-set': '#5E2A86',
  '--k-pipe': '#007F86',
  '--k-ext': '#3D4753',
  '--bad': '#B0001A',
  '--bad-bg': '#FDECEE',
  '--bad-ln': '#F0A9B1',
  '--warn': '#8A5600',
  '--warn-bg': '#FFF4DF',
  '--warn-ln': '#EBC27C',
  '--warn-fill': '#F5A623',
  '--ok': '#0E7536',
  '--ok-bg': '#E8F6EC',
  '--unk': '#646C76',
  '--unk-bg': '#EEF0F2',
  '--sel': '#E8F1FB',
  '--selln': '#1F5493',
  '--add': '#E3F5E8',
  '--addtx': '#0B5E2B',
  '--del': '#FDE7EA',
  '--deltx': '#97001A',
  '--hl': '#FFF3B8',
  '--hltx': '#3B3000',
  '--tint': 'rgba(176,0,26,.055)',
  '--shadow': '0 1px 3px rgba(20,30,45,.16),0 1px 1px rgba(20,30,45,.08)',
  '--sheet-shadow': '-6px 0 22px rgba(20,30,45,.18)',
};

const DARK: typeof LIGHT = {
  '--inset': '#393939',
  '--line': '#575757',
  '--line2': '#7A7A7A',
  '--tx2': '#C9CDD2',
  '--ctl': '#9FA4AA',
  '--k-roll': '#7DB4FF',
  '--k-cap': '#FFC27A',
  '--k-set': '#EBC4FF',
  '--k-pipe': '#5AD6C4',
  '--k-ext': '#EEF2F6',
  '--bad': '#FF8F88',
  '--bad-bg': '#553537',
  '--bad-ln': '#9A5C5C',
  '--warn': '#FFC46B',
  '--warn-bg': '#4E4330',
  '--warn-ln': '#8C7344',
  '--warn-fill': '#FFC46B',
  '--ok': '#86DB9C',
  '--ok-bg': '#354A3B',
  '--unk': '#C2C6CB',
  '--unk-bg': '#4F4F4F',
  '--sel': '#40505F',
  '--selln': '#9CC9FF',
  '--add': '#33493A',
  '--addtx': '#A8EBB9',
  '--del': '#553739',
  '--deltx': '#FFC0BB',
  '--hl': '#5C5120',
  '--hltx': '#FFF0AE',
  '--tint': 'rgba(255,140,130,.075)',
  '--shadow': '0 1px 3px rgba(0,0,0,.45)',
  '--sheet-shadow': '-6px 0 22px rgba(0,0,0,.5)',
};

export type Token =
  | keyof typeof LIGHT
  | '--bg'
  | '--paper'
  | '--tx'
  | '--link'
  | '--focus'
  | '--pri'
  | '--prifg'
  | '--mono';

/** The colours of all screens as CSS variables: the portal's palette where it has one, our own for what it has none for. */
export function tokens(theme: Theme): Record<Token, string> {
  const { palette } = theme;
  // Backstage's palette names a colour for links; a plain Material UI theme has none.
  const link =
    'link' in palette && typeof palette.link === 'string'
      ? palette.link
      : palette.primary.main;
  return {
    ...(palette.type === 'dark' ? DARK : LIGHT),
    '--bg': palette.background.default,
    '--paper': palette.background.paper,
    '--tx': palette.type === 'dark' ? '#F5F5F5' : '#1B1F24',
    '--link': link,
    '--focus': link,
    '--pri': palette.primary.main,
    '--prifg': palette.type === 'dark' ? '#10243B' : '#FFFFFF',
    '--mono':
      'ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace',
  };
}
