import { useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { changesTranslationRef } from '../../translation';
import { Button, ButtonProps } from './Button';
import { Icon } from './Icon';

/** Puts a text on the clipboard and says so. */
export function CopyButton(
  props: { text: string | (() => string) } & Pick<
    ButtonProps,
    'look' | 'size'
  > & { children?: string },
) {
  const { t } = useTranslationRef(changesTranslationRef);
  const [, copy] = useCopyToClipboard();
  const [copied, setCopied] = useState(false);
  return (
    <Button
      look={props.look}
      size={props.size}
      onClick={() => {
        copy(typeof props.text === 'string' ? props.text : props.text());
        setCopied(true);
      }}
    >
      <Icon name={copied ? 'check' : 'copy'} size={12} />
      <span aria-live="polite">
        {copied ? t('action.copied') : props.children ?? t('action.copy')}
      </span>
    </Button>
  );
}
