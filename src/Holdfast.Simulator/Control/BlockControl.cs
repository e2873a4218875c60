namespace Holdfast.Simulator.Control;

/// <summary>Which blocks the workspace has.</summary>
internal static class BlockControl
{
    public static Dictionary<string, Func<ControlCall, Task>> Routes { get; } = new()
    {
        ["GET markdown-blocks"] = AnswerAsync,
        ["POST markdown-blocks"] = Set,
    };

    private static Task Set(ControlCall call)
    {
        call.Parts.Blocks.TakesMarkdown = call.Flag("on") ?? throw new ControlException("'on' must be true or false.");
        return AnswerAsync(call);
    }

    private static Task AnswerAsync(ControlCall call) =>
        call.AnswerAsync(new ControlBlocks(call.Parts.Blocks.TakesMarkdown), ControlJson.Default.ControlBlocks);
}
