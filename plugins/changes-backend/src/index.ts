import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';

export default createBackendFeatureLoader({
  async loader() {
    return [];
  },
});
