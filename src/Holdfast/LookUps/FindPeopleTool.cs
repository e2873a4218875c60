using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Slack;
using Holdfast.Slack.Text;
using Holdfast.Slack.WebApi.Users;
using Holdfast.Text;
using Holdfast.Timers.Times;
using Holdfast.Tools;

namespace Holdfast.LookUps;

/// <summary><c>find_people</c>: who is in the workspace, by name or mail address. Guests and people of other organisations see no directory.</summary>
internal sealed class FindPeopleTool(LookUpCalls calls, WorkspaceLists lists, TimeProvider time) : LookUpTool(time)
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "find_people";

    private const int MaxQuery = 200;
    private const int MaxShown = 20;

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": { "query": { "type": "string", "description": "A name or a part of it, or a whole mail address." } },
          "required": ["query"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override string Name => ToolName;

    /// <inheritdoc/>
    public override string Description => "Finds people in the Slack workspace by name or mail address: name, id, title, time zone and status.";

    /// <inheritdoc/>
    public override JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public override ToolReview Review(JsonElement arguments)
    {
        var (problem, query) = Read(arguments);
        return problem is null ? new ToolReview.Accepted($"Find people: {query}") : new ToolReview.Refused(problem);
    }

    protected override async Task<string> LookUpAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var query = Read(call.Arguments).Query!.Trim().TrimStart('@');
        var asker = await Asker.OfAsync(call.Turn, calls, cancellationToken);
        if (!asker.IsFullMember)
            throw new LookUpException("guests, and people of other organisations, do not see who is in this workspace.");
        ChannelAccess.RequireNoStrangers(asker);
        if (query.Contains('@', StringComparison.Ordinal))
            return await ByMailAsync(asker.Team, query, cancellationToken) is { } one ? LineOf(one) : "There is nobody of that mail address.";
        var listed = await lists.PeopleAsync(asker.Team, cancellationToken);
        var found = listed.All.Where(user => Matches(user, query)).OrderBy(user => NameOf(user).StartsWith(query, StringComparison.OrdinalIgnoreCase) ? 0 : 1).ThenBy(NameOf, StringComparer.OrdinalIgnoreCase).ToList();
        var text = new StringBuilder();
        foreach (var user in found.Take(MaxShown))
            text.Append(LineOf(user)).Append('\n');
        if (found.Count == 0)
            text.Append("There is nobody of that name.");
        else if (found.Count > MaxShown)
            text.Append(CultureInfo.InvariantCulture, $"{Quantities.Count(found.Count - MaxShown)} more have that name; ask for more of it.");
        if (!listed.IsWhole)
            text.Append(CultureInfo.InvariantCulture, $" Only the first {Quantities.Count(listed.All.Count)} people of the workspace were looked through.");
        return text.ToString().Trim();
    }

    private async ValueTask<SlackUser?> ByMailAsync(TeamId team, string mail, CancellationToken cancellationToken)
    {
        try
        {
            return (await calls.CallAsync(team, new UsersLookupByEmailRequest { Email = mail }, LookUpCalls.Of(team, "users.lookupByEmail"), cancellationToken)).User;
        }
        catch (SlackException e) when (e.Error == "users_not_found")
        {
            return null;
        }
        catch (SlackException e)
        {
            throw new LookUpException($"Slack does not tell ({e.Error}).", e);
        }
    }

    private static (string? Problem, string? Query) Read(JsonElement arguments)
    {
        var read = new ToolArguments(arguments, "query");
        var query = read.Text("query", MaxQuery);
        return (read.Problem ?? (query is null ? "\"query\" is missing." : null), query);
    }

    private static bool Matches(SlackUser user, string query)
    {
        var names = $"{user.Profile?.RealName ?? user.RealName} {user.Profile?.DisplayName} {user.Name}";
        return query.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => names.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string NameOf(SlackUser user) => PlainName.Of(user.Profile?.RealName ?? user.RealName ?? user.Name);

    private string LineOf(SlackUser user)
    {
        var line = new StringBuilder($"- {NameOf(user)} ({user.Id}");
        if (PlainName.Of(user.Profile?.DisplayName ?? user.Name) is { Length: > 0 } shown && shown != NameOf(user))
            line.Append(", called ").Append(shown);
        line.Append(')');
        if (PlainName.Of(user.Profile?.Title) is { Length: > 0 } title)
            line.Append(", ").Append(title);
        if (user.Tz is { Length: > 0 } tz)
            line.Append(", ").Append(PlainName.Of(tz)).Append(TimeZones.TryFind(tz, out var zone) ? TimeZoneInfo.ConvertTime(Time.GetUtcNow(), zone).ToString("' (now 'ddd HH:mm')'", CultureInfo.InvariantCulture) : "");
        if (PlainName.Of(user.Profile?.StatusText) is { Length: > 0 } status)
            line.Append(", status: ").Append(status);
        if (user.IsRestricted || user.IsUltraRestricted)
            line.Append(", a guest");
        if (user.Deleted)
            line.Append(", account closed");
        return line.ToString();
    }
}
