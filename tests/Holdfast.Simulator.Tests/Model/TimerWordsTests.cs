using Holdfast.Simulator.Model;

namespace Holdfast.Simulator.Tests.Model;

[Trait("Req", "TM-1")]
[Trait("Req", "XP-1")]
public sealed class TimerWordsTests
{
    [Theory]
    [InlineData("set a timer for 10 seconds", """set_timer {"when":"10 seconds"}""")]
    [InlineData("Set a timer for 10 seconds.", """set_timer {"when":"10 seconds"}""")]
    [InlineData("set a timer for 10 seconds for tea", """set_timer {"when":"10 seconds","label":"tea"}""")]
    [InlineData("set a timer for 10 seconds to drink tea", """set_timer {"when":"10 seconds","label":"drink tea"}""")]
    [InlineData("set a timer for 10 seconds called \"tea & cake\"", """set_timer {"when":"10 seconds","label":"tea & cake"}""")]
    [InlineData("set a timer called tea for 1h 30m", """set_timer {"when":"1h 30m","label":"tea"}""")]
    [InlineData("Could you please set a timer in 5 minutes?", """set_timer {"when":"in 5 minutes"}""")]
    [InlineData("set a 10 minute timer for tea, please", """set_timer {"when":"10 minute","label":"tea"}""")]
    [InlineData("set a timer for tomorrow at 9:00 to call Bob", """set_timer {"when":"tomorrow at 9:00","label":"call Bob"}""")]
    [InlineData("start a timer every 10 minutes to stretch", """set_timer {"when":"every 10 minutes","label":"stretch"}""")]
    [InlineData("remind me in 10 minutes to drink tea", """set_timer {"when":"in 10 minutes","label":"drink tea"}""")]
    [InlineData("remind me in 10 minutes", """set_timer {"when":"in 10 minutes"}""")]
    [InlineData("remind me tomorrow at 9:00 to call Bob", """set_timer {"when":"tomorrow at 9:00","label":"call Bob"}""")]
    [InlineData("Please remind me to boil water, then to make tea, in 10 minutes!", """set_timer {"when":"in 10 minutes","label":"boil water, then to make tea,"}""")]
    [InlineData("remind me to call Bob on Friday at 9", """set_timer {"when":"on Friday at 9","label":"call Bob"}""")]
    [InlineData("every weekday at 9:00 remind me of the standup", """set_timer {"when":"every weekday at 9:00","label":"the standup"}""")]
    [InlineData("in 5 minutes, remind me that the oven is on", """set_timer {"when":"in 5 minutes","label":"the oven is on"}""")]
    [InlineData("erinnere mich", null)]
    [InlineData("list my timers", "list_timers {}")]
    [InlineData("show me all my timers", "list_timers {}")]
    [InlineData("Which timers do I have?", "list_timers {}")]
    [InlineData("cancel the timer abc12345", """cancel_timer {"timer":"abc12345"}""")]
    [InlineData("cancel timer `abc12345`", """cancel_timer {"timer":"abc12345"}""")]
    [InlineData("cancel the timer for the tea party", null)]
    [InlineData("set a course for Hull", null)]
    [InlineData("timers are useful", null)]
    [InlineData("remind me of her name", null)]
    public void Plain_words_become_a_call(string words, string? expected)
    {
        var call = TimerWords.Read(words);

        Assert.Equal(expected, call is null ? null : $"{call.Name} {call.Arguments}");
    }

    [Theory]
    [InlineData("set a timer for 1 second\nset a timer for 2 seconds then look", """set_timer {"when":"1 second"} + set_timer {"when":"2 seconds then look"}""")]
    [InlineData("use look\nthen set a timer for 1 second", """look {} > set_timer {"when":"1 second"}""")]
    [InlineData("set a timer for 1 second\nthen say done", """set_timer {"when":"1 second"} > say done""")]
    public void They_are_a_step_of_a_script(string text, string expected) =>
        Assert.Equal(expected, ToolScriptTests.Show(ToolScript.Read(text, _ => true)));

    [Fact]
    public void Without_the_tool_they_are_talk()
    {
        Assert.Null(ToolScript.Read("set a timer for 1 second", name => name != "set_timer"));
        Assert.Null(ToolScript.Read("list my timers", _ => false));
        Assert.Null(ToolScript.Read($"set a timer for 1 second for {new string('x', 2_000)}", _ => true));
    }

    [Fact]
    public void The_model_calls_the_tool_and_tells_what_it_said()
    {
        var model = new ScriptedModel();
        var asked = new ModelMessage("user", "<@U0HOLDFAST> set a timer for 10 seconds for tea");
        var request = new ModelRequest("simulated", [asked], Stream: false, IncludeUsage: false, [new ModelTool("set_timer", "", Parameters: null)]);

        var call = Assert.Single(model.Answer(request).ToolCalls);
        Assert.Equal(("set_timer", """{"when":"10 seconds","label":"tea"}"""), (call.Name, call.Arguments));

        var called = new ModelMessage("assistant", "") { ToolCalls = [call with { Id = "c1" }] };
        var result = new ModelMessage("tool", "Set for 12:00:10.") { ToolCallId = "c1" };
        Assert.Equal("Set for 12:00:10.", model.Answer(request with { Messages = [asked, called, result] }).Text);
        Assert.StartsWith("You said: set a timer", model.Answer(request with { Tools = [] }).Text, StringComparison.Ordinal);
    }
}
