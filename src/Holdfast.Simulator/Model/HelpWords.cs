using System.Text;
using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>Answers whoever asks what there is to be said to a scripted model; of tools it names those that it was offered.</summary>
internal static partial class HelpWords
{
    /// <summary>The answer; null when the text is about something else.</summary>
    public static string? Read(string text, ModelRequest request) => Asks().IsMatch(text) ? Answer(request) : null;

    private static string Answer(ModelRequest request)
    {
        var answer = new StringBuilder(
            """
            I'm a scripted model, so I don't understand much, but what I understand I do. Try one of these:

            - **Talk to me:** `my name is Ada`, then `what is my name?`; or `remember that the tide turns at six`, then `what do you remember?`
            """);
        if (request.Offers("current_time")) answer.Append("\n- **Ask for the time:** `use current_time`");
        if (request.Offers("set_timer")) answer.Append("\n- **Set a timer:** `set a timer for 10 seconds for tea`, then `list my timers`");
        if (request.Offers("exec")) answer.Append("\n- **Run a command,** once somebody has approved it: `run the command uname -a`");
        answer.Append("\n- **Send me a picture:** I say what I see; `what do you see?` asks for all of them");
        if (request.Tools.Any(tool => tool.Name.Contains("image", StringComparison.OrdinalIgnoreCase) && request.Offers(tool.Name)))
            answer.Append("\n- **Have a picture made:** `draw a lighthouse at night`, then `edit the picture: make it winter`");
        answer.Append("\n- **See what I can format:** `markdown`, or `long 9000` for a very long answer");
        answer.Append("\n- **See me misbehave:** `stall`, `slow 8`, `fail 500`, `fail 429 2`, `silent`, `odd ").AppendJoin("`, `odd ", OddWords.Names).Append('`');
        return answer.Append("\n\nWhatever else you say, I repeat it, so that you see what reached me.").ToString();
    }

    [GeneratedRegex(@"^(please\s+)?(help( me)?|what (else )?can (you|I) (do|say|ask)( here| you| for me)?|what do you (do|know|understand)|how (do|does) (you|this|it) work|who are you)[\s.!?]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asks();
}
