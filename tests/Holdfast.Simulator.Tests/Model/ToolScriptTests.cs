using Holdfast.Simulator.Model;

namespace Holdfast.Simulator.Tests.Model;

[Trait("Req", "XP-1")]
public sealed class ToolScriptTests
{
    [Theory]
    [InlineData("use look", "look {}")]
    [InlineData("""use look {"a":1}""", """look {"a":1}""")]
    [InlineData("use look {\"a\":1}\nuse dive {}", """look {"a":1} + dive {}""")]
    [InlineData("use look {\"a\":1}\nthen use dive {\"b\":2}", """look {"a":1} > dive {"b":2}""")]
    [InlineData("""use look {"a":1} then use dive""", """look {"a":1} > dive {}""")]
    [InlineData("""use ask {"prompt":"use look {} then use dive {}"}""", """ask {"prompt":"use look {} then use dive {}"}""")]
    [InlineData("use look {\n  \"a\": 1\n}\nuse dive", "look {\n  \"a\": 1\n} + dive {}")]
    [InlineData("use look {broken\nuse dive", "look {broken + dive {}")]
    [InlineData("""repeat 3 use look {"n":"{n}"}""", """look {"n":"1"} > look {"n":"2"} > look {"n":"3"}""")]
    [InlineData("steps 2", """exec {"command":["echo","step 1"]} > exec {"command":["echo","step 2"]}""")]
    [InlineData("steps 2 of 500 bytes", """exec {"command":["printf","%0500d","1"]} > exec {"command":["printf","%0500d","2"]}""")]
    [InlineData("run the command git status", """exec {"command":["git","status"]}""")]
    [InlineData("Please run `git commit -m 'two words'`.", """exec {"command":["git","commit","-m","two words"]}""")]
    [InlineData("run command ls then use look", """exec {"command":["ls"]} > look {}""")]
    [InlineData("say I look.\nuse look", "\"I look.\" look {}")]
    [InlineData("use look\nthen say I dive.\nuse dive", "look {} > \"I dive.\" dive {}")]
    [InlineData("use look\nthen say done", "look {} > say done")]
    [InlineData("use look then fail 500", "look {} > fail 500")]
    public void Calls_at_once_and_in_turn_are_read(string text, string expected) => Assert.Equal(expected, Show(ToolScript.Read(text, _ => true)));

    [Theory]
    [InlineData("hello")]
    [InlineData("use the sails")]
    [InlineData("run for it")]
    [InlineData("say hello")]
    [InlineData("say hello then stall")]
    [InlineData("use look {} please")]
    [InlineData("repeat 5")]
    public void Talk_is_no_script(string text) => Assert.Null(ToolScript.Read(text, _ => true));

    internal static string Show(ToolPlan? plan)
    {
        Assert.NotNull(plan);
        var rounds = plan.Rounds.Select(round =>
            (round.Say.Length == 0 ? "" : $"\"{round.Say}\" ") + string.Join(" + ", round.Calls.Select(call => $"{call.Name} {call.Arguments}")));
        return string.Join(" > ", plan.Finally is null ? rounds : rounds.Append(plan.Finally));
    }
}
