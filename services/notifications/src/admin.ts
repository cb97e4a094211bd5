/** `parley rebuild notifications`: there is nothing to build again. What this service knows is state, made from others' logs. */
process.stderr.write('notifications keeps no log of its own: there is nothing to rebuild. See services/notifications/README.md.\n');
process.exitCode = 1;
