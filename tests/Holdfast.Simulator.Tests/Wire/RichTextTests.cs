using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.Wire;
using JsonBuffer = Holdfast.Simulator.Json.JsonBuffer;

namespace Holdfast.Simulator.Tests.Wire;

[Trait("Req", "XP-1")]
[Trait("Req", "AS-26")]
public sealed class RichTextTests
{
    [Theory]
    [InlineData("hello", "section[hello]")]
    [InlineData("ahoy &lt;b&gt; &amp;", "section[ahoy <b> &]")]
    [InlineData("<@U0HOLDFAST> look at <#C0GENERAL|general>", "section[user=U0HOLDFAST| look at |channel=C0GENERAL]")]
    [InlineData("<!here> and <!subteam^S0PILOTS|@pilots>", "section[broadcast=here| and |usergroup=S0PILOTS]")]
    [InlineData("see <https://a.test/?b=1&amp;c=2|this> or <https://b.test>", "section[see |link=https://a.test/?b=1&c=2 this| or |link=https://b.test]")]
    [InlineData("*bold* _it_ ~no~ `code` :tada: 12:30:45", "section[bold:bold| |italic:it| |strike:no| |code:code| |emoji=tada| 12:30:45]")]
    [InlineData("snake_case_name 2*3*4 `", "section[snake_case_name 2*3*4 `]")]
    [InlineData("look:\n• one\n• *two*\n1. first\n2. second\nend", "section[look:] bullet[one][bold:two] ordered[first][second] section[end]")]
    [InlineData("&gt; said she\n&gt; then\nyes", "quote[said she\nthen] section[yes]")]
    [InlineData("run ```\n*ls* <@U1>\n``` now", "section[run ] preformatted[*ls* <@U1>] section[ now]")]
    [InlineData("``` never closed", "section[``` never closed]")]
    [InlineData("a < b", "section[a < b]")]
    public void What_a_person_types_becomes_the_block_that_Slacks_client_makes_of_it(string text, string expected) => Assert.Equal(expected, Show(text));

    [Theory]
    [InlineData('*')]
    [InlineData('<')]
    [InlineData('`')]
    [InlineData('\n')]
    public void Nonsense_of_any_length_is_still_a_block(char c) => Assert.NotEmpty(Show(new string(c, 40_000)));

    private static string Show(string text)
    {
        var buffer = JsonBuffer.Rent();
        buffer.Writer.WriteStartObject();
        RichText.Write(buffer.Writer, text, "1700000000.000100");
        buffer.Writer.WriteEndObject();
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(buffer.Written()));
        buffer.Return();
        return string.Join(' ', json.RootElement.GetProperty("blocks")[0].GetProperty("elements").EnumerateArray().Select(Part));
    }

    private static string Part(JsonElement part)
    {
        var type = part.Text("type")["rich_text_".Length..];
        return type == "list"
            ? part.Text("style") + string.Concat(part.GetProperty("elements").EnumerateArray().Select(item => $"[{Inside(item)}]"))
            : $"{type}[{Inside(part)}]";
    }

    private static string Inside(JsonElement part) => string.Join('|', part.GetProperty("elements").EnumerateArray().Select(Leaf));

    private static string Leaf(JsonElement leaf) => leaf.Text("type") switch
    {
        "text" when leaf.TryGetProperty("style", out var style) => $"{style.EnumerateObject().Single().Name}:{leaf.Text("text")}",
        "text" => leaf.Text("text"),
        "link" when leaf.TryGetProperty("text", out var label) => $"link={leaf.Text("url")} {label.GetString()}",
        var type => $"{type}={leaf.EnumerateObject().ElementAt(1).Value.GetString()}",
    };
}
