import { assertNever, limits } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { RoomRefusal } from './domain/refusals.ts';

/** The one table from refusals to codes on the wire. */
export function refusalProblem(refusal: RoomRefusal): ProblemError {
  switch (refusal.kind) {
    case 'RoomNotFound':
      return new ProblemError('room_not_found');
    case 'NotAMember':
      return new ProblemError('not_a_member');
    case 'TargetNotAMember':
      return new ProblemError('user_not_found', 'This person is not in the room');
    case 'AlreadyMember':
      return new ProblemError('already_member');
    case 'UsersUnknown':
      return new ProblemError('user_not_found', `Nobody has the id ${refusal.userIds.slice(0, 10).join(', ')}`);
    case 'TooManyRooms':
      return new ProblemError('limit_reached', `In as many rooms as one can be in: ${refusal.userIds.slice(0, 10).join(', ')}`);
    case 'InviteInvalid':
      return new ProblemError('invite_invalid');
    case 'TooManyInvites':
      return new ProblemError('limit_reached', `A room has at most ${limits.invitesPerRoom} invitations at a time`);
    case 'MuteOver':
      return invalid('body.until', 'must lie in the future');
    case 'RoleTooLow':
      return new ProblemError('forbidden', refusal.needed === 'owner' ? 'Only the owner may do this' : 'Only owner and admins may do this');
    case 'OwnerStays':
      return new ProblemError('forbidden', 'Nobody removes or demotes the owner');
    case 'OwnerMustTransfer':
      return new ProblemError('owner_must_transfer');
    case 'DirectRoomIsFixed':
      return new ProblemError('forbidden', 'A direct room stays as it is');
    case 'DirectNeedsOneOther':
      return invalid('body.member_ids', 'must name exactly one other person');
    case 'YouBlockedThem':
      return new ProblemError('forbidden', 'You have blocked this person');
    case 'NotAccepting':
      return new ProblemError('not_accepting');
    case 'NameRequired':
      return invalid('body.name', 'is required for groups and channels');
    case 'SlugOnlyForChannels':
      return invalid('body.slug', 'only channels have a slug');
    case 'SlugTaken':
      return new ProblemError('slug_taken', `A channel has the slug ${refusal.slug} already`);
    default:
      return assertNever(refusal);
  }
}

function invalid(path: string, message: string): ProblemError {
  return new ProblemError('validation_failed', undefined, { errors: [{ path, message }] });
}
