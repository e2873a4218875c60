using System.Text.Json;
using Holdfast.Simulator.Blocks;

namespace Holdfast.Simulator.Tests.WebApi;

[Trait("Req", "XP-1")]
public sealed class BlockRulesTests
{
    public static TheoryData<string, string> Broken => new()
    {
        { """{"type":"sandwich"}""", "/blocks/0/type" },
        { """{"block_id":"x"}""", "missing required field: type" },
        { Section(3_001), "/blocks/0/text/text" },
        { $$"""{"type":"section","fields":[{"type":"mrkdwn","text":"{{Text(2_001)}}"}]}""", "/blocks/0/fields/0/text" },
        { $$"""{"type":"section","fields":[{{Repeat("""{"type":"mrkdwn","text":"x"}""", 11)}}]}""", "no more than 10" },
        { $$$"""{"type":"header","text":{"type":"plain_text","text":"{{{Text(151)}}}"}}""", "less than 151" },
        { """{"type":"header","text":{"type":"mrkdwn","text":"x"}}""", "must be plain_text" },
        { $$"""{"type":"context","elements":[{{Repeat("""{"type":"mrkdwn","text":"x"}""", 11)}}]}""", "no more than 10" },
        { $$"""{"type":"actions","elements":[{{Buttons(26)}}]}""", "no more than 25" },
        { $$"""{"type":"actions","elements":[{{Button("a", Text(76))}}]}""", "less than 76" },
        { $$"""{"type":"actions","elements":[{{Button("a", "x", Text(2_001))}}]}""", "less than 2001" },
        { $$"""{"type":"actions","elements":[{{Button(Text(256), "x")}}]}""", "less than 256" },
        { $$"""{"type":"actions","elements":[{{Button("a", "x")}},{{Button("a", "y")}}]}""", "action_id a already exists" },
        { """{"type":"actions","elements":[{"type":"plain_text_input","action_id":"a"}]}""", "unsupported type" },
        { """{"type":"actions","elements":"none"}""", "missing required field: elements" },
        { """{"type":"actions","elements":[7]}""", "missing required field: type" },
        { $$"""{"type":"divider","block_id":"{{Text(256)}}"}""", "less than 256" },
        { $$"""{"type":"actions","elements":[{"type":"static_select","action_id":"a","options":[{{Option(Text(76), "v")}}]}]}""", "less than 76" },
        { $$"""{"type":"actions","elements":[{"type":"static_select","action_id":"a","options":[{{Option("t", Text(76))}}]}]}""", "less than 76" },
        { """{"type":"actions","elements":[{"type":"static_select","action_id":"a","options":[]}]}""", "no fewer than 1" },
        { $$"""{"type":"actions","elements":[{"type":"static_select","action_id":"a","options":[{{Option("t", "v")}}],"initial_option": {{Option("t", "w")}} }]}""", "one of the provided" },
        { """{"type":"input","element":{"type":"plain_text_input"}}""", "missing required field: label" },
        { """{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"button"}}""", "unsupported type" },
        { """{"type":"image","image_url":"http://x"}""", "missing required field: alt_text" },
        { """{"type":"context_actions","elements":[{"type":"icon_button","action_id":"a","icon":"star","text":{"type":"plain_text","text":"x"}}]}""", "must be one of: trash" },
        { """{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"a","positive_button":{"text":{"type":"plain_text","text":"x"},"value":"1"}}]}""", "missing required field: negative_button" },
        { """{"type":"actions","elements":[{"type":"external_select","action_id":"a","min_query_length":"2"}]}""", "must be between" },
        { """{"type":"image","alt_text":"x"}""", "missing required field: image_url" },
        { """{"type":"image","alt_text":"x","image_url":"file:///etc/passwd"}""", "must be a valid url" },
        { """{"type":"image","alt_text":"x","image_url":"http://x","slack_file":{"id":"F1"}}""", "only one of" },
        { """{"type":"image","alt_text":"x","slack_file":{}}""", "must provide one of id and url" },
        { """{"type":"image","alt_text":"x","slack_file":{"id":"F1","url":"http://x"}}""", "must provide one of id and url" },
        { $$"""{"type":"markdown","text":"{{Text(12_001)}}"}""", "12001" },
        { """{"type":"divider","block_id":"x"},{"type":"divider","block_id":"x"}""", "block_id x already exists" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_block_is_refused_with_its_place(string block, string expected) =>
        Assert.Contains(expected, Check($"[{block}]", Surface.Message), StringComparison.Ordinal);

    [Fact]
    public void Views_hold_twice_as_many_blocks_but_not_every_kind()
    {
        Assert.NotNull(Check($"[{Repeat("""{"type":"divider"}""", 51)}]", Surface.Message));
        Assert.Null(Check($"[{Repeat("""{"type":"divider"}""", 100)}]", Surface.Modal));
        Assert.NotNull(Check($"[{Repeat("""{"type":"divider"}""", 101)}]", Surface.Modal));
        Assert.NotNull(Check("""[{"type":"markdown","text":"x"}]""", Surface.Modal));
        Assert.Null(Check("""[{"type":"markdown","text":"x"}]""", Surface.Message));
    }

    [Fact]
    [Trait("Req", "AS-8")]
    public void All_markdown_blocks_of_a_message_share_one_limit_and_a_workspace_may_have_none()
    {
        var half = $$"""{"type":"markdown","text":"{{Text(6_000)}}"}""";
        Assert.Null(Check($"[{half},{half}]", Surface.Message));
        Assert.Contains("less than 12001", Check($$"""[{{half}},{{half}},{"type":"markdown","text":"x"}]""", Surface.Message), StringComparison.Ordinal);
        using var document = JsonDocument.Parse("""[{"type":"divider"},{"type":"markdown","text":"x"}]""");
        Assert.Equal(
            "[ERROR] unsupported type: markdown [json-pointer:/blocks/1/type]",
            BlockRules.Check(document.RootElement, Surface.Message, support: new BlockSupport { TakesMarkdown = false }));
    }

    public static TheoryData<string, string> BrokenViews => new()
    {
        { $$"""{"type":"modal","title":{"type":"plain_text","text":"{{Text(25)}}"},"blocks":[]}""", "/view/title/text" },
        { """{"type":"modal","blocks":[]}""", "missing required field: title" },
        { $$"""{"type":"modal",{{Title}},"submit":{"type":"plain_text","text":"{{Text(25)}}"},"blocks":[]}""", "/view/submit/text" },
        { $$"""{"type":"modal",{{Title}},"private_metadata":"{{Text(3_001)}}","blocks":[]}""", "/view/private_metadata" },
        { $$"""{"type":"modal",{{Title}},"callback_id":"{{Text(256)}}","blocks":[]}""", "/view/callback_id" },
        { $$"""{"type":"modal",{{Title}},"external_id":"{{Text(256)}}","blocks":[]}""", "/view/external_id" },
        { $$"""{"type":"modal",{{Title}},"hash":"x","blocks":[]}""", "invalid additional property: hash" },
        { $$"""{"type":"modal",{{Title}}}""", "missing required field: blocks" },
        { $$$"""{"type":"modal",{{{Title}}},"blocks":[{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"plain_text_input"}}]}""", "missing required field: submit" },
        { """{"type":"home","blocks":[]}""", "must be of type modal" },
        { "[]", "must be an object" },
    };

    [Theory]
    [MemberData(nameof(BrokenViews))]
    public void A_broken_view_is_refused_with_its_place(string view, string expected) =>
        Assert.Contains(expected, ViewRules.Check(view, Surface.Modal)!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_view_beyond_250_kB_is_too_large()
    {
        var blocks = Repeat(Section(3_000), 90);

        Assert.Equal("view_too_large", ViewRules.Check($$"""{"type":"modal",{{Title}},"blocks":[{{blocks}}]}""", Surface.Modal)!.Code);
    }

    private const string Title = "\"title\":{\"type\":\"plain_text\",\"text\":\"Hi\"}";

    private static string? Check(string blocks, Surface surface)
    {
        using var document = JsonDocument.Parse(blocks);
        return BlockRules.Check(document.RootElement, surface);
    }

    private static string Text(int length) => new('x', length);

    private static string Repeat(string block, int count) => string.Join(',', Enumerable.Repeat(block, count));

    private static string Section(int length) => $$$"""{"type":"section","text":{"type":"mrkdwn","text":"{{{Text(length)}}}"}}""";

    private static string Button(string action, string text, string value = "v") =>
        $$$"""{"type":"button","action_id":"{{{action}}}","value":"{{{value}}}","text":{"type":"plain_text","text":"{{{text}}}"}}""";

    private static string Buttons(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => Button($"a{i}", "x")));

    private static string Option(string text, string value) => $$$"""{"text":{"type":"plain_text","text":"{{{text}}}"},"value":"{{{value}}}"}""";
}
