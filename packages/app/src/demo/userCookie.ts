// The auth provider `demo` reads it.
const NAME = 'ripple-demo-user';

/** The cookie that signs its browser in as a user, from the next session on. */
export function userCookie(entityRef: string): string {
  return `${NAME}=${encodeURIComponent(entityRef)}; path=/; SameSite=Lax`;
}
