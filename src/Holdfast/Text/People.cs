using Holdfast.Slack;

namespace Holdfast.Text;

/// <summary>People in mrkdwn, as one names them in a sentence.</summary>
internal static class People
{
    /// <summary>More names help nobody to choose one.</summary>
    private const int MaxNamed = 5;

    /// <summary>A person, or a place where orders are typed, which is no mention.</summary>
    /// <param name="who">A user's id, or the name of the place.</param>
    public static string Of(string? who) => UserId.TryParse(who, out var id) ? $"<@{id}>" : SlackText.Escape(who ?? "");

    /// <summary>Such as <c>@Ada</c>, <c>@Ada or @Grace</c>, <c>@Ada, @Grace or @Linus</c>; null when there is no one.</summary>
    /// <param name="users">Ids of users.</param>
    /// <param name="groups">Ids of user groups.</param>
    public static string? AnyOf(IEnumerable<string> users, IEnumerable<string>? groups = null)
    {
        var named = users.Distinct(StringComparer.Ordinal).Select(user => $"<@{SlackText.Escape(user)}>")
            .Concat((groups ?? []).Distinct(StringComparer.Ordinal).Select(group => $"<!subteam^{SlackText.Escape(group)}>"))
            .Take(MaxNamed)
            .ToList();
        return named.Count switch
        {
            0 => null,
            1 => named[0],
            _ => $"{string.Join(", ", named.SkipLast(1))} or {named[^1]}",
        };
    }
}
