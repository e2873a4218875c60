using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Holdfast.AI.Functions;
using Holdfast.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AI.Tests.Functions;

[Trait("Req", "AS-15")]
[Trait("Req", "XP-11")]
public sealed class FunctionToolTests
{
    [Fact]
    public void Its_schema_holds_what_the_model_is_to_write_and_nothing_of_what_is_filled_in()
    {
        var tool = Tool(([Description("Which one")] string city, TimeProvider time, CancellationToken stopping, ToolCall call, int days = 3) => "");
        Assert.Equal(["city", "days"], tool.Parameters.GetProperty("properties").EnumerateObject().Select(argument => argument.Name));
        Assert.Equal("Which one", tool.Parameters.GetProperty("properties").GetProperty("city").GetProperty("description").GetString());
        Assert.Equal(["city"], tool.Parameters.GetProperty("required").EnumerateArray().Select(argument => argument.GetString()));
    }

    [Theory]
    [InlineData("{}", "the argument \"city\" is missing. It takes: city, days.")]
    [InlineData("""{"city":"x","town":1}""", "there is no argument \"town\". It takes: city, days.")]
    [InlineData("""{"city":["x"]}""", "the argument \"city\" cannot be read: it must match {\"type\":\"string\"}")]
    [InlineData("""{"city":"x","days":"soon"}""", "the argument \"days\" cannot be read")]
    [InlineData("""{"city":"x","days":null}""", "the argument \"days\" cannot be read")]
    [InlineData("""{"city":"x","days":99999999999}""", "the argument \"days\" cannot be read")]
    [InlineData("""{"city":"half \ud800"}""", "the argument \"city\" cannot be read")]
    [InlineData("""{"City":"x"}""", "there is no argument \"City\".")]
    public void What_the_function_cannot_take_is_refused_in_words(string arguments, string reason) =>
        Assert.StartsWith(reason, Assert.IsType<ToolReview.Refused>(Tool((string city, int days = 3) => "").Review(JsonElement.Parse(arguments))).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"sides":0}""", "the argument \"sides\" cannot be taken: The field sides must be between 1 and 100.")]
    [InlineData("""{"sides":6,"name":"much too long"}""", "the argument \"name\" cannot be taken: ")]
    public void What_stands_at_a_parameter_holds_for_what_the_model_writes(string arguments, string reason)
    {
        var tool = Tool(([Range(1, 100)] int sides, [StringLength(5)] string name = "die") => "");
        Assert.StartsWith(reason, Assert.IsType<ToolReview.Refused>(tool.Review(JsonElement.Parse(arguments))).Reason, StringComparison.Ordinal);
        Assert.IsType<ToolReview.Accepted>(tool.Review(JsonElement.Parse("""{"sides":100,"name":"d100"}""")));
    }

    [Fact]
    public void Whoever_approves_a_call_sees_it_as_it_will_be_made() =>
        Assert.Equal(
            """f(city: "New York", days: 2)""",
            Assert.IsType<ToolReview.Accepted>(Tool((string city, int days = 3) => "").Review(JsonElement.Parse("""{"city":"New York","days":2}"""))).Shown);

    [Fact]
    public async Task It_is_called_with_what_the_model_wrote_and_with_what_is_filled_in()
    {
        using var stop = new CancellationTokenSource();
        var tool = Tool((string city, TimeProvider time, CancellationToken stopping, ToolCall call, int days = 3) =>
            $"{city} {days} {time == TimeProvider.System} {stopping == stop.Token} {call.Id}");
        Assert.Equal("Berlin 3 True True 1.a", (await tool.RunAsync(Call("""{"city":"Berlin"}"""), stop.Token)).Text);
    }

    [Fact]
    public async Task What_it_returns_is_told_to_the_model()
    {
        Assert.Equal("as it is", await SayAsync(() => "as it is"));
        Assert.Equal("[1,2]", await SayAsync(() => new[] { 1, 2 }));
        Assert.Equal("4", await SayAsync(async () => { await Task.Yield(); return 4; }));
        Assert.Equal("Done.", await SayAsync(() => { }));
        Assert.Equal("Done.", await SayAsync(async () => await Task.Yield()));
        Assert.True((await Tool(() => new ToolResult("no") { IsError = true }).RunAsync(Call("{}"), CancellationToken.None)).IsError);
    }

    [Fact]
    public async Task What_it_throws_comes_out_as_it_is()
    {
        var tool = Tool(new Func<string>(() => throw new FormatException("of its own")));
        await Assert.ThrowsAsync<FormatException>(() => tool.RunAsync(Call("{}"), CancellationToken.None).AsTask());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ä")]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_that_no_model_could_write_is_refused_at_once(string name) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTool(name, "", ToolPolicy.Auto, () => ""));

    private static async Task<string> SayAsync(Delegate function) => (await Tool(function).RunAsync(Call("{}"), CancellationToken.None)).Text;

    private static ToolCall Call(string arguments) => new("1.a", JsonElement.Parse(arguments), Turn: null!, ApprovedBy: null);

    private static IAgentTool Tool(Delegate function) => new ServiceCollection().AddSingleton(TimeProvider.System).AddTool("f", "Does it.", ToolPolicy.Auto, function)
        .BuildServiceProvider().GetRequiredService<IAgentTool>();
}
