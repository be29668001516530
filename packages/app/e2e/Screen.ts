import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/lib/browser.mjs';
import { root } from '../../../scripts/lib/workspace.mjs';

const TIMEOUT_MS = 30_000;
const VIEWPORT = { width: 1440, height: 1000 };
const IMAGES = path.join(root, 'docs/images');

export type Theme = 'light' | 'dark';

/** A page of the portal in a browser of its own; remembers what the browser complained of. */
export class Screen {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #url: string;
  readonly #complaints: string[] = [];

  static async open(options: { url: string; theme?: Theme }): Promise<Screen> {
    const { url, theme = 'light' } = options;
    const browser: Browser = await launchBrowser({ headless: true });
    const page = await browser.newPage({
      viewport: VIEWPORT,
      colorScheme: theme,
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(TIMEOUT_MS);
    return new Screen(browser, page, url);
  }

  private constructor(browser: Browser, page: Page, url: string) {
    this.#browser = browser;
    this.page = page;
    this.#url = url;
    page.on('console', message => {
      if (message.type() === 'error') {
        this.#complaints.push(`${message.text()} ${message.location().url}`);
      }
    });
    page.on('pageerror', error => this.#complaints.push(String(error)));
  }

  /** Errors in the browser's console since it was opened. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  async goto(route: string): Promise<void> {
    await this.page.goto(`${this.#url}${route}`);
  }

  /** Keeps a picture for the README, where pictures are wanted. */
  async picture(name: string): Promise<void> {
    if (!process.env.RIPPLE_SCREENSHOTS) return;
    await mkdir(IMAGES, { recursive: true });
    await this.page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
