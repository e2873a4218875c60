using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Slack.Text;
using Holdfast.Slack.WebApi.Conversations;
using Holdfast.Text;
using Holdfast.Tools;

namespace Holdfast.LookUps;

/// <summary><c>find_channels</c>: the channels that the one who asks may see, by name or by what is said of them.</summary>
internal sealed class FindChannelsTool(LookUpCalls calls, ChannelAccess access, WorkspaceLists lists, TimeProvider time) : LookUpTool(time)
{
    /// <summary>What the model calls it.</summary>
    public const string ToolName = "find_channels";

    private const int MaxQuery = 200;
    private const int MaxShown = 30;

    /// <summary>Of so many that not everybody may see it is found out whether the one who asks may.</summary>
    private const int MaxChecked = 30;

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": { "query": { "type": "string", "description": "A part of the name, the topic or the purpose. All channels when it is left out." } },
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override string Name => ToolName;

    /// <inheritdoc/>
    public override string Description => "Finds channels of the Slack workspace that the user who asks may see: name, id, topic and purpose.";

    /// <inheritdoc/>
    public override JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public override ToolReview Review(JsonElement arguments)
    {
        var (problem, query) = Read(arguments);
        return problem is null ? new ToolReview.Accepted(query.Length == 0 ? "List the channels" : $"Find channels: {query}") : new ToolReview.Refused(problem);
    }

    protected override async Task<string> LookUpAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var query = Read(call.Arguments).Query.Trim().TrimStart('#');
        var asker = await Asker.OfAsync(call.Turn, calls, cancellationToken);
        ChannelAccess.RequireNoStrangers(asker);
        var listed = await lists.ChannelsAsync(asker.Team, cancellationToken);
        var (seen, toCheck, isWhole) = (new List<SlackChannel>(), MaxChecked, listed.IsWhole);
        foreach (var channel in listed.All.Where(channel => Matches(channel, query)).OrderBy(channel => channel.Name, StringComparer.OrdinalIgnoreCase))
        {
            var isOpen = !channel.IsPrivate && asker is { IsFullMember: true, IsOfOrganisation: false };

            // What cannot be shown here anyway costs no call.
            if (!isOpen && channel.IsPrivate && !asker.IsAlone && channel.Id != asker.Here)
                continue;
            if (!isOpen && toCheck-- <= 0)
            {
                isWhole = false;
                continue;
            }

            if (isOpen || await access.MaySeeAsync(asker, channel, cancellationToken))
                seen.Add(channel);
        }

        var text = new StringBuilder();
        foreach (var channel in seen.Take(MaxShown))
            text.Append(LineOf(channel)).Append('\n');
        if (seen.Count == 0)
            text.Append("There is no such channel that the one who asks can see.");
        else if (seen.Count > MaxShown)
            text.Append(CultureInfo.InvariantCulture, $"{Quantities.Count(seen.Count - MaxShown)} more; ask for a part of the name.");
        if (!isWhole)
            text.Append(" There are so many channels that not all were looked through; ask for more of the name.");
        return text.ToString().Trim();
    }

    private static (string? Problem, string Query) Read(JsonElement arguments)
    {
        var read = new ToolArguments(arguments, "query");
        var query = read.Text("query", MaxQuery);
        return (read.Problem, query ?? "");
    }

    private static bool Matches(SlackChannel channel, string query)
    {
        var about = $"{channel.Name} {channel.Topic?.Value} {channel.Purpose?.Value}";
        return query.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => about.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string LineOf(SlackChannel channel)
    {
        var line = new StringBuilder($"- #{PlainName.Of(channel.Name)} ({channel.Id})");
        if (channel.IsPrivate)
            line.Append(", private");
        if (channel.NumMembers is { } members)
            line.Append(CultureInfo.InvariantCulture, $", {Quantities.Count(members, "member")}");
        foreach (var note in (string?[])[channel.Topic?.Value, channel.Purpose?.Value])
        {
            if (PlainName.Of(note) is { Length: > 0 } words)
                line.Append(": ").Append(words);
        }

        return line.ToString();
    }
}
