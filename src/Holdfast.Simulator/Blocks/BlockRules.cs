using System.Collections.Frozen;
using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Blocks;

/// <summary>Whether Slack would take blocks: their types, their limits, and that no id stands twice.</summary>
internal static class BlockRules
{
    private const int MaxInMessage = 50;
    private const int MaxInView = 100;
    private const int MaxMarkdown = 12_000;

    private static readonly FrozenSet<string> Everywhere = FrozenSet.Create(
        "actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video");

    private static readonly FrozenSet<string> OnlyInMessages = FrozenSet.Create(
        "alert", "call", "card", "carousel", "container", "context_actions", "data_table", "file", "markdown", "plan", "table", "task_card");

    /// <summary>What is wrong, in the form of Slack's messages, or null.</summary>
    public static string? Check(JsonElement blocks, Surface surface, string at = "/blocks", BlockSupport? support = null)
    {
        var findings = new Findings();
        var most = surface == Surface.Message ? MaxInMessage : MaxInView;
        if (blocks.GetArrayLength() > most) findings.Add($"no more than {most} items allowed", at);
        var ids = new HashSet<string>();
        var markdown = 0;
        var index = 0;
        foreach (var block in blocks.EnumerateArray())
        {
            var here = $"{at}/{index++}";
            if (support is { TakesMarkdown: false } && block.Text("type") == "markdown") findings.Add("unsupported type: markdown", here + "/type");
            if (support is { TakesContextActions: false } && block.Text("type") == "context_actions") findings.Add("unsupported type: context_actions", here + "/type");
            CheckOne(findings, block, surface, here);
            CheckPictures(findings, block, support, here);
            if (block.Text("block_id") is { Length: > 0 } id && !ids.Add(id)) findings.Add($"block_id {id} already exists", here + "/block_id");
            if (block.Text("type") == "markdown") markdown += block.Text("text")?.Length ?? 0;
        }

        if (markdown > MaxMarkdown) findings.Add($"must be less than {MaxMarkdown + 1} characters", at);
        return findings.First;
    }

    private static void CheckOne(Findings findings, JsonElement block, Surface surface, string at)
    {
        if (block.Text("type") is not { } type)
        {
            findings.Missing("type", at);
            return;
        }

        if (!Everywhere.Contains(type) && !(surface == Surface.Message && OnlyInMessages.Contains(type)))
        {
            findings.Add($"unsupported type: {type}", at + "/type");
            return;
        }

        findings.CheckString(block, "block_id", most: 255, at, required: false);
        switch (type)
        {
            case "section":
                CheckSection(findings, block, at);
                break;
            case "header":
                findings.CheckText(block, "text", most: 150, at, plain: true);
                break;
            case "actions":
                CheckElements(findings, block, type, most: 25, at);
                break;
            case "context_actions":
                CheckElements(findings, block, type, most: 5, at);
                break;
            case "context":
                CheckContext(findings, block, at);
                break;
            case "input":
                CheckInput(findings, block, at);
                break;
            case "image":
                ElementRules.CheckImage(findings, block, at);
                findings.CheckText(block, "title", most: 2_000, at, required: false, plain: true);
                break;
            case "markdown":
                findings.CheckString(block, "text", MaxMarkdown, at);
                break;
            case "rich_text":
                findings.CheckArray(block, "elements", most: int.MaxValue, at, least: 0);
                break;
        }
    }

    private static void CheckPictures(Findings findings, JsonElement block, BlockSupport? support, string at)
    {
        foreach (var (picture, path) in Pictures(block))
        {
            if (support is not null && picture.Has("slack_file", out var file) && !support.HasPicture(file)) findings.Add("invalid slack file", $"{at}{path}/slack_file");
        }
    }

    private static IEnumerable<(JsonElement Picture, string Path)> Pictures(JsonElement block)
    {
        switch (block.Text("type"))
        {
            case "image":
                yield return (block, "");
                break;
            case "section" when block.Has("accessory", out var accessory) && accessory.Text("type") == "image":
                yield return (accessory, "/accessory");
                break;
            case "context" when block.Has("elements", out var elements) && elements.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var element in elements.EnumerateArray())
                {
                    if (element.Text("type") == "image") yield return (element, $"/elements/{index}");
                    index++;
                }

                break;
        }
    }

    private static void CheckSection(Findings findings, JsonElement section, string at)
    {
        var hasText = section.Has("text", out _);
        var hasFields = section.Has("fields", out _);
        if (!hasText && !hasFields) findings.Missing("text or fields", at);
        findings.CheckText(section, "text", most: 3_000, at, required: false);
        if (hasFields)
        {
            var index = 0;
            foreach (var field in findings.CheckArray(section, "fields", most: 10, at))
                findings.CheckText(field, most: 2_000, $"{at}/fields/{index++}", plain: false);
        }

        if (section.Has("accessory", out var accessory)) ElementRules.Check(findings, accessory, "section", at + "/accessory");
    }

    private static void CheckElements(Findings findings, JsonElement block, string type, int most, string at)
    {
        var ids = new HashSet<string>();
        var index = 0;
        foreach (var element in findings.CheckArray(block, "elements", most, at))
        {
            var here = $"{at}/elements/{index++}";
            ElementRules.Check(findings, element, type, here);
            if (element.Text("action_id") is { Length: > 0 } id && !ids.Add(id)) findings.Add($"action_id {id} already exists", here + "/action_id");
        }
    }

    private static void CheckContext(Findings findings, JsonElement block, string at)
    {
        var index = 0;
        foreach (var element in findings.CheckArray(block, "elements", most: 10, at))
        {
            var here = $"{at}/elements/{index++}";
            if (element.Text("type") == "image") ElementRules.CheckImage(findings, element, here);
            else findings.CheckText(element, most: 3_000, here, plain: false);
        }
    }

    private static void CheckInput(Findings findings, JsonElement block, string at)
    {
        findings.CheckText(block, "label", most: 2_000, at, plain: true);
        findings.CheckText(block, "hint", most: 2_000, at, required: false, plain: true);
        if (block.Has("element", out var element)) ElementRules.Check(findings, element, "input", at + "/element");
        else findings.Missing("element", at);
    }
}
