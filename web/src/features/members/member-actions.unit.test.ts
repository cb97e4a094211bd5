import { describe, expect, it } from 'vitest';
import { memberActions } from './member-actions.ts';

const group = { roomType: 'group', isViewer: false } as const;

describe('what one may do to a member', () => {
  it('is nothing as a plain member, and nothing in a direct room', () => {
    expect(memberActions({ ...group, viewerRole: 'member', memberRole: 'member' })).toEqual([]);
    expect(memberActions({ ...group, roomType: 'direct', viewerRole: 'member', memberRole: 'member' })).toEqual([]);
  });

  it('is everything as the owner, to admins as to members', () => {
    expect(memberActions({ ...group, viewerRole: 'owner', memberRole: 'member' })).toEqual(['promote', 'transfer', 'remove']);
    expect(memberActions({ ...group, viewerRole: 'owner', memberRole: 'admin' })).toEqual(['demote', 'transfer', 'remove']);
  });

  it('as an admin ends at other admins and the owner', () => {
    expect(memberActions({ ...group, viewerRole: 'admin', memberRole: 'member' })).toEqual(['promote', 'remove']);
    expect(memberActions({ ...group, viewerRole: 'admin', memberRole: 'admin' })).toEqual([]);
    expect(memberActions({ ...group, viewerRole: 'admin', memberRole: 'owner' })).toEqual([]);
  });

  it('to oneself is stepping down, which the owner cannot', () => {
    expect(memberActions({ ...group, isViewer: true, viewerRole: 'admin', memberRole: 'admin' })).toEqual(['demote']);
    expect(memberActions({ ...group, isViewer: true, viewerRole: 'owner', memberRole: 'owner' })).toEqual([]);
  });
});
