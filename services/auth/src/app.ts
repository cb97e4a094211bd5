import type { App } from '@parley/service-kit';
import { changePasswordRoute } from './commands/change-password/change-password-route.ts';
import { changeProfileRoute } from './commands/change-profile/change-profile-route.ts';
import { deleteAccountRoute } from './commands/delete-account/delete-account-route.ts';
import { forgotPasswordRoute } from './commands/forgot-password/forgot-password-route.ts';
import { loginRoute } from './commands/login/login-route.ts';
import { logoutRoute } from './commands/logout/logout-route.ts';
import { logoutAllRoute } from './commands/logout-all/logout-all-route.ts';
import { refreshRoute } from './commands/refresh/refresh-route.ts';
import { registerRoute } from './commands/register/register-route.ts';
import { resetPasswordRoute } from './commands/reset-password/reset-password-route.ts';
import { revokeSessionRoute } from './commands/revoke-session/revoke-session-route.ts';
import { updateUserRoute } from './commands/update-user/update-user-route.ts';
import type { AuthDependencies } from './dependencies.ts';
import { adminAuditRoute } from './queries/admin-audit/admin-audit-route.ts';
import { adminStatsRoute } from './queries/admin-stats/admin-stats-route.ts';
import { adminUsersRoute } from './queries/admin-users/admin-users-route.ts';
import { availabilityRoute } from './queries/availability/availability-route.ts';
import { directoryRoute } from './queries/directory/directory-route.ts';
import { exportOwnDataRoute } from './queries/export-own-data/export-own-data-route.ts';
import { findUserRoute } from './queries/find-user/find-user-route.ts';
import { listSessionsRoute } from './queries/list-sessions/list-sessions-route.ts';
import { ownAccountRoute } from './queries/own-account/own-account-route.ts';
import { searchUsersRoute } from './queries/search-users/search-users-route.ts';
import { signingKeysRoute } from './queries/signing-keys/signing-keys-route.ts';

/** Every HTTP route of the service. */
export function addRoutes(app: App, dependencies: AuthDependencies): void {
  registerRoute(app, dependencies);
  availabilityRoute(app, dependencies);
  loginRoute(app, dependencies);
  refreshRoute(app, dependencies);
  logoutRoute(app, dependencies);
  logoutAllRoute(app, dependencies);
  listSessionsRoute(app, dependencies);
  revokeSessionRoute(app, dependencies);
  changePasswordRoute(app, dependencies);
  forgotPasswordRoute(app, dependencies);
  resetPasswordRoute(app, dependencies);
  signingKeysRoute(app, dependencies);
  ownAccountRoute(app, dependencies);
  changeProfileRoute(app, dependencies);
  searchUsersRoute(app, dependencies);
  findUserRoute(app, dependencies);
  directoryRoute(app, dependencies);
  exportOwnDataRoute(app, dependencies);
  deleteAccountRoute(app, dependencies);

  adminUsersRoute(app, dependencies);
  updateUserRoute(app, dependencies);
  adminAuditRoute(app, dependencies);
  adminStatsRoute(app, dependencies);
}
