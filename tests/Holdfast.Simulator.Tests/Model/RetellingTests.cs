using Holdfast.Simulator.Model;

namespace Holdfast.Simulator.Tests.Model;

public sealed class RetellingTests
{
    [Theory]
    [Trait("Req", "XP-1")]
    [InlineData("exec", """{"command":["uname","-a"]}""", "Job 1a2b3c4d runs in the background. Say that it was started.", "I've started `uname -a`. Its output will appear in this thread.")]
    [InlineData("exec", """{"script":"uname -a"}""", "Job 1a2b3c4d runs in the background.", "I've started the script. Its output will appear in this thread.")]
    [InlineData("exec", "{", "Job 1a2b3c4d runs in the background.", "I've started the command. Its output will appear in this thread.")]
    [InlineData("code", "{}", "Job 1a2b3c4d runs in the background.", "I've started the coding agent. Its output will appear in this thread.")]
    [InlineData("exec", "{}", "Not done: <@U9> denied it. Do not try to do the same in another way.", "All right, I didn't do it: <@U9> denied it.")]
    [InlineData("exec", "{}", "Not done: 20 jobs are running or queued already.", "I couldn't do that: 20 jobs are running or queued already.")]
    [InlineData("look", "{}", "calm", "look said: calm")]
    [InlineData("look", "{}", " ", "look is done and said nothing.")]
    [InlineData("look", "{}", """{"sea_state":"calm","sails":[],"storm":false}""", "look said: sea state is calm, sails is none, storm is no.")]
    [InlineData("look", "{}", """["gull",{"name":"ketch"}]""", "look said: gull, (name is ketch).")]
    [InlineData("current_time", "{}", "Saturday, 2026-11-28 19:19:14+00:00 (UTC)", "It's 19:19 on Saturday, 2026-11-28 (UTC).")]
    [InlineData("current_time", "{}", "no idea", "current_time said: no idea")]
    [InlineData("set_timer", "{}", "Timer 1a2b3c4d is set. It rings in 3 s.", "Timer 1a2b3c4d is set. It rings in 3 s.")]
    [InlineData("set_timer", "{}", "Not set: That time has passed. Try `tomorrow 9:00`.", "I couldn't set that timer. That time has passed. Try `tomorrow 9:00`.")]
    [InlineData("cancel_timer", "{}", "Not cancelled: I couldn't find that timer.", "I cancelled nothing. I couldn't find that timer.")]
    [InlineData("make_image", "{}", "Made \"boat.png\" (image/png, 48 kB). It is posted in this conversation by itself: do not link it.", "Made \"boat.png\" (image/png, 48 kB).")]
    [InlineData("edit_image", "{}", "Edited \"boat.png\", which you made, into \"sea.png\" (image/png, 48 kB). It is posted in this conversation by itself.", "Edited \"boat.png\", which I made, into \"sea.png\" (image/png, 48 kB).")]
    [InlineData("make_image", "{}", "Not made: at most 1 picture.", "make_image said: Not made: at most 1 picture.")]
    public void What_a_tool_said_to_the_model_is_told_as_a_person_would(string tool, string arguments, string result, string told) =>
        Assert.Equal(told, Retelling.Of(new ModelToolResult(new ModelToolCall(tool, arguments), result)));
}
