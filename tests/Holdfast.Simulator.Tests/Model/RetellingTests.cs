using Holdfast.Simulator.Model;

namespace Holdfast.Simulator.Tests.Model;

public sealed class RetellingTests
{
    [Theory]
    [Trait("Req", "XP-1")]
    [InlineData("exec", """{"command":["uname","-a"]}""", "Job 1a2b3c4d is ordered and runs in the background. Say that it was ordered.", "I've started `uname -a`. Its output will appear in this thread.")]
    [InlineData("exec", """{"script":"uname -a"}""", "Job 1a2b3c4d is ordered and runs in the background.", "I've started the script. Its output will appear in this thread.")]
    [InlineData("exec", "{", "Job 1a2b3c4d is ordered and runs in the background.", "I've started the command. Its output will appear in this thread.")]
    [InlineData("code", "{}", "Job 1a2b3c4d is ordered and runs in the background.", "I've started the coding agent. Its output will appear in this thread.")]
    [InlineData("exec", "{}", "Not done: <@U9> denied it. Do not try to do the same in another way.", "All right, I didn't do it: <@U9> denied it.")]
    [InlineData("exec", "{}", "Not done: 20 jobs wait or run already.", "exec said: Not done: 20 jobs wait or run already.")]
    [InlineData("look", "{}", "calm", "look said: calm")]
    public void What_a_tool_said_to_the_model_is_told_as_a_person_would(string tool, string arguments, string result, string told) =>
        Assert.Equal(told, Retelling.Of(new ModelToolResult(new ModelToolCall(tool, arguments), result)));
}
