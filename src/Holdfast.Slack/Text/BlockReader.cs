using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Text;

/// <summary>
/// Reads blocks as people see them, from top to bottom. Buttons and fields to fill in say nothing; of a block that is not known the texts are
/// read that it has. https://docs.slack.dev/reference/block-kit/blocks
/// </summary>
internal static class BlockReader
{
    private static readonly string[] TextParts = ["title", "subtitle", "text", "body", "description", "details", "output"];
    private static readonly string[] BlockParts = ["blocks", "elements", "tasks", "cards"];

    public static void Read(JsonElement blocks, WordsBuilder words, int depth = 0)
    {
        foreach (var block in blocks.Items())
        {
            if (depth >= WordsBuilder.MaxDepth || !words.TryTake())
                return;
            words.StartLine();
            ReadBlock(block, words, depth);
        }
    }

    private static void ReadBlock(JsonElement block, WordsBuilder words, int depth)
    {
        switch (block.Text("type"))
        {
            case "rich_text":
                RichTextReader.Read(block, words);
                break;
            case "section":
                ReadText(block.Part("text"), words);
                foreach (var field in block.Items("fields"))
                    ReadLine(field, words);
                break;
            case "context":
                ReadContext(block, words);
                break;
            case "image":
                ReadImage(block, words);
                break;
            case "table" or "data_table":
                TableReader.Read(block, words);
                break;
            case "divider" or "actions" or "input" or "context_actions" or "file":
                break;
            default:
                ReadUnknown(block, words, depth);
                break;
        }
    }

    private static void ReadUnknown(JsonElement block, WordsBuilder words, int depth)
    {
        foreach (var name in TextParts)
            ReadLine(block.Part(name), words);
        foreach (var name in BlockParts)
        {
            if (block.Part(name) is { } inner)
                Read(inner, words, depth + 1);
        }
    }

    private static void ReadContext(JsonElement block, WordsBuilder words)
    {
        var isFirst = true;
        foreach (var element in block.Items("elements"))
        {
            if (!words.TryTake())
                return;
            if (!isFirst)
                words.Append(" ");
            isFirst = false;
            if (element.Text("type") == "image")
                ReadImage(element, words);
            else
                ReadText(element, words);
        }
    }

    private static void ReadImage(JsonElement image, WordsBuilder words)
    {
        var title = image.Part("title")?.Text("text") ?? image.Text("alt_text");
        if (title is { Length: > 0 })
            words.Append($"(image: {title.ReplaceLineEndings(" ")})");
    }

    private static void ReadLine(JsonElement? text, WordsBuilder words)
    {
        if (text is null || !words.TryTake())
            return;
        words.StartLine();
        ReadText(text, words);
    }

    /// <summary>A text object or a bare text: only mrkdwn has markup in it.</summary>
    private static void ReadText(JsonElement? text, WordsBuilder words)
    {
        if (text is not { } json)
            return;
        if (json.Text("type") == "mrkdwn")
            Markup.Read(json.Text("text"), words);
        else if (json.Text("type") == "rich_text")
            RichTextReader.Read(json, words);
        else
            words.Append(json.Text() ?? json.Text("text"));
    }
}
