using Holdfast.Operators;
using Holdfast.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Approvals;

/// <summary>Says at the start that the agent asks for approvals which nobody can give.</summary>
internal sealed partial class ApproverNote(ToolBox tools, IOptions<ApprovalOptions> approvals, IOptions<OperatorOptions> operators, ILogger<ApproverNote> logger)
{
    public void Write()
    {
        var asked = tools.Always.Asked.Order(StringComparer.Ordinal).ToList();
        if (asked.Count > 0 && approvals.Value.Users.Count + approvals.Value.UserGroups.Count + operators.Value.Users.Count == 0)
            LogNobody(string.Join(", ", asked));
    }

    [LoggerMessage(1300, LogLevel.Warning, "{Tools} need approval, and nobody can give it: set Approvals:Users, Approvals:UserGroups or Operators:Users")]
    private partial void LogNobody(string tools);
}
