import { useMemo, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import { stringify } from 'yaml';
import { changesTranslationRef } from '../../translation';
import { Button, CopyButton } from '../kit';
import TextDiff from './TextDiff';

const useStyles = makeStyles({
  controls: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 12,
    margin: '0 0 6px',
  },
});

/** Both manifests as YAML, one against the other, to be seen whole and taken along. Loaded when asked for. */
export default function ManifestDiff(
  props: Pick<EventDetail, 'before' | 'after'>,
) {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const [whole, setWhole] = useState(false);
  const before = useMemo(() => yamlOf(props.before), [props.before]);
  const after = useMemo(() => yamlOf(props.after), [props.after]);
  return (
    <>
      <div className={classes.controls}>
        <Button look="link" onClick={() => setWhole(!whole)}>
          {whole ? t('drawer.diff.onlyChanges') : t('drawer.diff.wholeYaml')}
        </Button>
        {before !== '' && (
          <CopyButton look="link" text={before}>
            {t('drawer.diff.copyBefore')}
          </CopyButton>
        )}
        {after !== '' && (
          <CopyButton look="link" text={after}>
            {t('drawer.diff.copyAfter')}
          </CopyButton>
        )}
      </div>
      <TextDiff
        before={before}
        after={after}
        context={whole ? 'all' : undefined}
      />
    </>
  );
}

function yamlOf(manifest: EventDetail['before']): string {
  return manifest === undefined ? '' : stringify(manifest, { lineWidth: 0 });
}
