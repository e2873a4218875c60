using System.Globalization;
using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Text;

/// <summary>
/// Reads rich_text: paragraphs, lists, quotations and code keep their shape, as it would be typed; how single words are set is left out, but
/// for code. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
/// </summary>
internal static class RichTextReader
{
    private const int MaxIndent = 8;

    public static void Read(JsonElement block, WordsBuilder words)
    {
        foreach (var part in block.Items("elements"))
        {
            if (!words.TryTake())
                return;
            words.StartLine();
            ReadPart(part, words);
        }
    }

    private static void ReadPart(JsonElement part, WordsBuilder words)
    {
        switch (part.Text("type"))
        {
            case "rich_text_list":
                ReadList(part, words);
                break;
            case "rich_text_quote":
                words.Append(Runs(part, words), "> ");
                break;
            case "rich_text_preformatted":
                words.Append("```\n");
                words.Append(Runs(part, words));
                words.StartLine();
                words.Append("```");
                break;
            default:
                ReadRuns(part, words);
                break;
        }
    }

    private static void ReadList(JsonElement list, WordsBuilder words)
    {
        var indent = new string(' ', (int)Math.Clamp(list.Number("indent") ?? 0, 0, MaxIndent) * 2);
        var number = Math.Clamp(list.Number("offset") ?? 0, 0, int.MaxValue);
        var isOrdered = list.Text("style") == "ordered";
        foreach (var point in list.Items("elements"))
        {
            if (!words.TryTake())
                return;
            var sign = isOrdered ? string.Create(CultureInfo.InvariantCulture, $"{++number}. ") : "• ";
            words.StartLine();
            words.Append(Runs(point, words), indent + sign, indent + new string(' ', sign.Length));
        }
    }

    private static WordsBuilder Runs(JsonElement part, WordsBuilder words)
    {
        var inner = words.Inner();
        ReadRuns(part, inner);
        return inner;
    }

    private static void ReadRuns(JsonElement part, WordsBuilder words)
    {
        foreach (var run in part.Items("elements"))
        {
            if (!words.TryTake())
                return;
            ReadRun(run, words);
        }
    }

    private static void ReadRun(JsonElement run, WordsBuilder words)
    {
        switch (run.Text("type"))
        {
            case "user" when run.Text("user_id") is { } user:
                words.Append(MentionKind.User, user, label: null);
                break;
            case "channel" when run.Text("channel_id") is { } channel:
                words.Append(MentionKind.Channel, channel, label: null);
                break;
            case "usergroup" when run.Text("usergroup_id") is { } group:
                words.Append(MentionKind.Group, group, label: null);
                break;
            case "broadcast":
                words.Append($"@{PlainName.Of(run.Text("range"))}");
                break;
            case "emoji":
                words.Append($":{PlainName.Of(run.Text("name"))}:");
                break;
            case "link" when run.Text("url") is { } address:
                words.Append(Link.Of(address, run.Text("text")));
                break;
            case "date" when run.Number("timestamp") is { } seconds:
                words.Append(ShownDate.At(seconds, run.Text("format")) ?? run.Text("fallback"));
                break;
            case "color":
                words.Append(run.Text("value"));
                break;
            default:
                var text = run.Text("text");
                words.Append(run.Part("style")?.IsTrue("code") == true && text is { Length: > 0 } ? $"`{text}`" : text);
                break;
        }
    }
}
