using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Tests.ViewFlow;

/// <summary>What Slack refuses in a view, in figures of this test's own.</summary>
internal static partial class SlackRules
{
    public static void Check(View view)
    {
        var bytes = Sample.Bytes(view);
        Assert.True(bytes.Length <= 250_000, $"{bytes.Length} bytes");
        var json = JsonElement.Parse(bytes);
        Assert.InRange(json.GetProperty("title").GetProperty("text").GetString()!.Length, 1, 24);
        Assert.InRange(json.GetProperty("close").GetProperty("text").GetString()!.Length, 1, 24);
        if (json.TryGetProperty("private_metadata", out var metadata))
            Assert.InRange(metadata.GetString()!.Length, 0, 3_000);
        CheckBlocks(json.GetProperty("blocks"), most: 100);
    }

    public static void CheckBlocks(JsonElement blocks, int most)
    {
        Assert.InRange(blocks.GetArrayLength(), 1, most);
        var ids = blocks.EnumerateArray().Where(block => block.TryGetProperty("block_id", out _)).Select(block => block.GetProperty("block_id").GetString()!).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.InRange(id.Length, 1, 255));
        foreach (var block in blocks.EnumerateArray())
        {
            var actions = Sample.Objects(block).Where(o => o.TryGetProperty("action_id", out _)).Select(o => o.GetProperty("action_id").GetString()!).ToList();
            Assert.Equal(actions.Count, actions.Distinct(StringComparer.Ordinal).Count());
            CheckBlock(block);
        }

        foreach (var text in Sample.Strings(blocks))
            Assert.DoesNotMatch(Unseen(), text);
    }

    private static void CheckBlock(JsonElement block)
    {
        switch (Sample.Type(block))
        {
            case "header":
                Length(block.GetProperty("text"), 150);
                break;
            case "section" when block.TryGetProperty("fields", out var fields):
                Assert.InRange(fields.GetArrayLength(), 1, 10);
                Assert.All(fields.EnumerateArray(), field => Length(field, 2_000));
                break;
            case "section":
                Length(block.GetProperty("text"), 3_000);
                break;
            case "context":
                Assert.InRange(block.GetProperty("elements").GetArrayLength(), 1, 10);
                break;
            case "actions":
                Assert.InRange(block.GetProperty("elements").GetArrayLength(), 1, 25);
                break;
            case "rich_text" or "divider":
                break;
            default:
                Assert.Fail($"an unexpected block: {block}");
                break;
        }

        foreach (var part in Sample.Objects(block))
        {
            switch (Sample.Type(part))
            {
                case "plain_text":
                    Assert.False(part.GetProperty("emoji").GetBoolean());
                    Length(part, 3_000);
                    break;
                case "mrkdwn":
                    Assert.True(part.GetProperty("verbatim").GetBoolean());
                    Assert.Empty(Foreign(part.GetProperty("text").GetString()!));
                    Length(part, 3_000);
                    break;
                case "text":
                    Length(part, 3_000);
                    break;
                case "button":
                    Length(part.GetProperty("text"), 75);
                    Assert.InRange(part.GetProperty("value").GetString()!.Length, 1, 2_000);
                    if (part.TryGetProperty("accessibility_label", out var label))
                        Assert.InRange(label.GetString()!.Length, 1, 75);
                    break;
                case "static_select":
                    var options = part.GetProperty("options").EnumerateArray().ToList();
                    Assert.InRange(options.Count, 1, 100);
                    Assert.All(options, option => Length(option.GetProperty("text"), 75));
                    Assert.All(options, option => Assert.InRange(option.GetProperty("value").GetString()!.Length, 1, 75));
                    Assert.Contains(options, option => JsonElement.DeepEquals(option, part.GetProperty("initial_option")));
                    break;
                case null or "header" or "section" or "context" or "actions" or "divider" or "rich_text" or "rich_text_section"
                    or "rich_text_quote" or "rich_text_preformatted":
                    break;
                default:
                    // Above all no user, broadcast, usergroup, channel or link of rich text.
                    Assert.Fail($"an unexpected part: {part}");
                    break;
            }
        }
    }

    /// <summary>Control sequences in mrkdwn that are none of the two kinds which the views write: a person's and a moment's.</summary>
    private static List<string> Foreign(string mrkdwn) =>
        [.. Sequence().Matches(mrkdwn).Select(match => match.Value).Where(sequence => !Ours().IsMatch(sequence))];

    private static void Length(JsonElement text, int most) => Assert.InRange(text.GetProperty("text").GetString()!.Length, 1, most);

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\x7F-\x9F\u202A-\u202E\u2060-\u2067\u200B\uFEFF]", RegexOptions.None, 5_000)]
    private static partial Regex Unseen();

    [GeneratedRegex("<[^>]*>?|>", RegexOptions.None, 5_000)]
    private static partial Regex Sequence();

    [GeneratedRegex(@"^<(@[A-Za-z0-9]+|!date\^[0-9]+\^\{date_short_pretty\} at \{time_secs\}\|[0-9: UTC-]+)>$", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Ours();
}
