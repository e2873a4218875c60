namespace Holdfast.Simulator.World;

/// <summary>The zones people live in.</summary>
public static class WorldTimeZones
{
    extension(SlackWorld world)
    {
        /// <summary>Moves a person to another time zone.</summary>
        /// <param name="userId">Who.</param>
        /// <param name="zone">The zone's IANA name; null for an account that Slack tells no zone of.</param>
        /// <returns>The person as they are now.</returns>
        /// <exception cref="ArgumentException">There is no such person or zone.</exception>
        public SlackUser SetTimeZone(string userId, string? zone)
        {
            lock (world.Gate)
            {
                if (world.User(userId) is not { IsBot: false } user) throw new ArgumentException($"No person {userId} in the workspace.", nameof(userId));
                var moved = user with { TimeZone = zone is null ? null : Known(zone).Id };
                world.ReplaceUser(moved);
                return moved;
            }
        }
    }

    /// <summary>A zone by its IANA name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    internal static TimeZoneInfo Known(string zone)
    {
        // The zone database holds a second copy of itself, and files that are no place's zone.
        var isPlace = !zone.StartsWith("posix", StringComparison.OrdinalIgnoreCase) && !zone.StartsWith("right/", StringComparison.OrdinalIgnoreCase);
        return isPlace && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId
            ? known
            : throw new ArgumentException($"There is no time zone '{zone}'; it must be an IANA name such as Europe/London.", nameof(zone));
    }
}
