using Holdfast.Interactions;

namespace Holdfast.Tests.Ingress;

/// <summary>Answers as it is told.</summary>
internal sealed class ScriptedValidator : IViewValidator
{
    /// <summary>A submission of the view that it knows.</summary>
    public const string Payload =
        """
        {"type":"view_submission","trigger_id":"t1","team":{"id":"T1"},"user":{"id":"U1"},
         "view":{"id":"V1","type":"modal","callback_id":"form","state":{"values":{"days":{"number":{"type":"plain_text_input","value":" 0 "}}}}}}
        """;

    public IReadOnlyCollection<string> Views => ["form"];

    public Func<SubmittedView, ViewVerdict> Answer { get; set; } = _ => ViewVerdict.Accepted;

    public ViewVerdict Validate(SubmittedView view) => Answer(view);
}
