const factory = require('@backstage/cli/config/eslint-factory');

module.exports = factory(__dirname, {
  overrides: [
    {
      // Measured is the portal that the end-to-end tests start.
      files: ['src/**'],
      rules: {
        '@backstage/no-forbidden-package-imports': 'off',
        '@backstage/no-mixed-plugin-imports': 'off',
      },
    },
  ],
});
