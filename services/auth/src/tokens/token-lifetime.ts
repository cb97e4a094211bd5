/** How long an access token is good. */
export const accessTokenSeconds = 30 * 60;
