using Holdfast.AI.Chat;

namespace Holdfast.AI.Tests.Chat;

[Trait("Req", "AS-25")]
public sealed class ControlTextTests
{
    public static TheoryData<string, string, string> Texts => new()
    {
        { "Fine.", "Fine.", "" },
        { "<think>a</think>Fine.", "Fine.", "a" },
        { "<THINK>a</Think>Fine.", "Fine.", "a" },
        { "<thinking>a</thinking>\n\nFine.", "\n\nFine.", "a" },
        { "<reasoning>a</reasoning><thought>b</thought><seed:think>c</seed:think>Fine.", "Fine.", "a b c" },
        { "One. <think>a</think>Two. <think>b</think>Three.", "One. Two. Three.", "a b" },
        { "<think>a", "", "a" },
        { "a</think>Fine.", "Fine.", "a" },
        { "a<think>b</think>c</think>Fine.", "Fine.", "b ac" },
        { "[THINK]a[/THINK]Fine. [think]", "Fine. [think]", "a" },
        { "◁think▷a◁/think▷Fine.", "Fine.", "a" },
        { "<|begin_of_thought|>a<|end_of_thought|>Fine.", "Fine.", "a" },
        { "<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>Fine.<|END_RESPONSE|>", "Fine.", "a" },
        { "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>Fine.<|return|>", "Fine.", "analysis a" },
        { "<|start|>assistant<|channel|>commentary to=functions.x <|constrain|>json<|message|>{}<|call|>", "", "commentary to=functions.x <|constrain|>json {}" },
        { "<|start|>assistant<|message|>Fine.<|end|>", "Fine.", "" },
        { "<|channel|>analysis<|message|>a", "", "analysis a" },
        { "<|channel|>ana", "", "ana" },
        { "Fine.<tool_call>\n{\"a\":1}\n</tool_call>", "Fine.", "{\"a\":1}" },
        { "Fine.<function=x>{}</function>So.", "Fine.So.", "x>{}" },
        { "Fine.[TOOL_CALLS][{}]", "Fine.", "[{}]" },
        { "<|python_tag|>x()", "", "x()" },
        { "<｜tool▁calls▁begin｜>x<｜tool▁calls▁end｜>Fine.<｜end▁of▁sentence｜>", "Fine.", "x" },
        { "Use `<think>` and `</think>`.", "Use `<think>` and `</think>`.", "" },
        { "Use ``a ` <think>`` so.", "Use ``a ` <think>`` so.", "" },
        { "```xml\n<think>x</think>\n```\nFine.", "```xml\n<think>x</think>\n```\nFine.", "" },
        { "It`s so.\n<think>a</think>Fine.", "It`s so.\nFine.", "a" },
        { "<think>they ask for `</think>`, hm</think>Fine.", "Fine.", "they ask for `</think>`, hm" },
        { "<think>a ` b</think>Fine.", "Fine.", "a ` b" },
        { "a < b and c > d, <b>x</b>, <thin> [x] <|x|>", "a < b and c > d, <b>x</b>, <thin> [x] <|x|>", "" },
        { "ends with <thi", "ends with <thi", "" },
        { "ends with ``", "ends with ``", "" },
        { "\ud83d\ude00 \ud83d x \ude00", "\ud83d\ude00 \uFFFD x \uFFFD", "" },
        { "\ud83d", "\uFFFD", "" },
    };

    [Theory, MemberData(nameof(Texts))]
    public void What_is_for_people_is_the_same_wherever_the_text_is_cut(string text, string shown, string thinking)
    {
        for (var cut = 0; cut <= text.Length; cut++)
            AssertRead(text, shown, thinking, [text[..cut], text[cut..]]);
        AssertRead(text, shown, thinking, [.. text.Select(c => c.ToString())]);
    }

    /// <summary>A model whose answers begin in the midst of thinking: nothing of that is let out, and an answer without thinking is whole.</summary>
    [Theory, MemberData(nameof(Texts))]
    public void Nothing_is_lost_where_thinking_is_presumed_and_there_is_none(string text, string shown, string thinking)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var read = Read([text[..cut], text[cut..]], beginsInside: true);
            Assert.True(shown == read.Shown || read.TakenBack > 0 || text.Contains("</think>", StringComparison.OrdinalIgnoreCase), $"{text} at {cut}: {read.Shown}");
        }

        Assert.NotNull(thinking);
    }

    [Fact]
    public void Where_thinking_is_presumed_nothing_is_shown_before_it_ends()
    {
        var text = new ControlText(beginsInside: true);
        Assert.Equal(("", 0), text.Add("hmm, let me "));
        Assert.Equal(("", 0), text.Add("see</thi"));
        Assert.Equal(("Fine", 0), text.Add("nk>Fine"));
        Assert.Equal((".", 0), text.Add("."));
        Assert.Equal(("", 0), text.End());
        Assert.Equal("hmm, let me see", text.Thinking);
    }

    [Fact]
    public void What_turns_out_to_be_thinking_is_taken_back()
    {
        var text = new ControlText(beginsInside: false);
        Assert.Equal(("hmm", 0), text.Add("hmm"));
        Assert.Equal((" so", 0), text.Add(" so"));
        Assert.Equal(("Fine.", 6), text.Add("</think>Fine."));
        Assert.True(text.BeganInside);
    }

    [Fact]
    public void Plain_text_is_not_held_back()
    {
        var text = new ControlText(beginsInside: false);
        Assert.Equal(("a < b [x", 0), text.Add("a < b [x"));
        Assert.Equal((" ", 0), text.Add(" <"));
        Assert.Equal(("<b>", 0), text.Add("b>"));
    }

    private static void AssertRead(string text, string shown, string thinking, string[] pieces)
    {
        var read = Read(pieces, beginsInside: false);
        Assert.Equal((text, shown), (text, read.Shown));
        Assert.Equal((text, Words(thinking)), (text, Words(read.Thinking)));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static (string Shown, string Thinking, int TakenBack) Read(string[] pieces, bool beginsInside)
    {
        var control = new ControlText(beginsInside);
        var (shown, taken) = ("", 0);
        foreach (var (text, takenBack) in pieces.Select(control.Add).Append(default).Select((read, i) => i == pieces.Length ? control.End() : read))
        {
            shown = shown[..^takenBack] + text;
            taken += takenBack;
        }

        return (shown, control.Thinking, taken);
    }
}
