namespace Holdfast.Simulator.World;

/// <summary>A group of people that can be mentioned together.</summary>
/// <param name="Id">Such as <c>S0PILOTS</c>.</param>
/// <param name="Handle">What is written after the at sign.</param>
/// <param name="Users">User ids of its members.</param>
public sealed record SlackUserGroup(string Id, string Handle, IReadOnlyList<string> Users)
{
    /// <summary>Whether it was switched off; its members are told only to those who ask for such groups.</summary>
    public bool IsDisabled { get; init; }
}

/// <summary>The workspace's user groups.</summary>
public static class WorldUserGroups
{
    extension(SlackWorld world)
    {
        /// <summary>Every user group, in the order they were added.</summary>
        public IReadOnlyList<SlackUserGroup> UserGroups
        {
            get { lock (world.Gate) return [.. world.Groups.Values]; }
        }

        /// <summary>Adds a user group, or replaces the one of the same id, as when people join or leave it.</summary>
        /// <exception cref="ArgumentException">A member is not in the workspace.</exception>
        public SlackUserGroup AddUserGroup(string id, string handle, params IReadOnlyList<string> users)
        {
            ArgumentException.ThrowIfNullOrEmpty(id);
            ArgumentException.ThrowIfNullOrEmpty(handle);
            ArgumentNullException.ThrowIfNull(users);
            lock (world.Gate)
            {
                foreach (var user in users)
                {
                    if (world.User(user) is null) throw new ArgumentException($"No user {user} in the workspace.", nameof(users));
                }

                var group = new SlackUserGroup(id, handle, [.. users]);
                world.Groups[id] = group;
                return group;
            }
        }

        /// <summary>Switches a user group off.</summary>
        /// <exception cref="ArgumentException">There is no such group.</exception>
        public void DisableUserGroup(string id)
        {
            lock (world.Gate)
            {
                var group = world.Groups.GetValueOrDefault(id) ?? throw new ArgumentException($"No user group {id} in the workspace.", nameof(id));
                world.Groups[id] = group with { IsDisabled = true };
            }
        }
    }
}
