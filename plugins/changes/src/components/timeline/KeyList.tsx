import Dialog from '@material-ui/core/Dialog';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button, Icon, Key, RippleRoot } from '../kit';

const useStyles = makeStyles({
  root: {
    padding: '16px 20px 20px',
    background: 'var(--paper)',
    minWidth: 420,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    marginBottom: 10,
    '& h2': { fontSize: 15, fontWeight: 700 },
  },
  list: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: '7px 16px',
    margin: 0,
    alignItems: 'baseline',
    '& dt': { display: 'flex', gap: 4 },
    '& dd': { margin: 0 },
  },
});

const KEYS = [
  { keys: ['←', '→'], text: 'timeline.keys.time' },
  { keys: ['↑', '↓'], text: 'timeline.keys.lanes' },
  { keys: ['Enter'], text: 'timeline.keys.open' },
  { keys: ['Esc'], text: 'timeline.keys.close' },
  { keys: ['+', '−', '0'], text: 'timeline.keys.zoom' },
  { keys: ['[', ']'], text: 'timeline.keys.incidents' },
  { keys: ['1', '…', '4'], text: 'timeline.keys.suspects' },
  { keys: ['/'], text: 'timeline.keys.search' },
  { keys: ['c', 'm'], text: 'timeline.keys.copy' },
  { keys: ['?'], text: 'timeline.keys.help' },
] as const;

/** All keys of the tab. */
export function KeyList(props: { open: boolean; onClose: () => void }) {
  const { open, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      transitionDuration={0}
      aria-label={t('timeline.keys.title')}
    >
      <RippleRoot>
        <div className={classes.root}>
          <div className={classes.head}>
            <h2>{t('timeline.keys.title')}</h2>
            <Button size="small" label={t('action.close')} onClick={onClose}>
              <Icon name="cross" size={12} />
            </Button>
          </div>
          <dl className={classes.list}>
            {KEYS.map(({ keys, text }) => [
              <dt key={`${text}-keys`}>
                {keys.map(key =>
                  key === '…' ? key : <Key key={key} name={key} />,
                )}
              </dt>,
              <dd key={text}>{t(text)}</dd>,
            ])}
          </dl>
        </div>
      </RippleRoot>
    </Dialog>
  );
}
