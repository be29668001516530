const factory = require('@backstage/cli/config/eslint-factory');

module.exports = factory(__dirname, {
  overrides: [
    {
      // Measured is the portal that the end-to-end tests and the launcher start.
      files: ['src/**'],
      rules: {
        '@backstage/no-forbidden-package-imports': 'off',
        '@backstage/no-mixed-plugin-imports': 'off',
        '@backstage/no-relative-monorepo-imports': 'off',
      },
    },
  ],
});
