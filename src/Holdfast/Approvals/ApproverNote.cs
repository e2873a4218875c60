using Holdfast.Operators;
using Holdfast.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>Warns at the start when tools need approval and there are no approvers.</summary>
internal sealed partial class ApproverNote(ToolBox tools, IOptions<ApprovalOptions> approvals, IOptions<OperatorOptions> operators, ILogger<ApproverNote> logger)
{
    public void Write()
    {
        var asked = tools.Asked.Order(StringComparer.Ordinal).ToList();
        if (asked.Count > 0 && approvals.Value.Users.Count + approvals.Value.UserGroups.Count + operators.Value.Users.Count == 0)
            LogNobody(string.Join(", ", asked));
    }

    [LoggerMessage(1300, LogLevel.Warning, "{Tools} may need approval, but there are no approvers: set Approvals:Users, Approvals:UserGroups or Operators:Users")]
    private partial void LogNobody(string tools);
}
