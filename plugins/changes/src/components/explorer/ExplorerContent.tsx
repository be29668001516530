import { Content } from '@backstage/core-components';
import { Explorer } from './Explorer';

/** The explorer inside a page whose shell somebody else draws. */
export function ExplorerContent() {
  return (
    <Content>
      <Explorer />
    </Content>
  );
}
